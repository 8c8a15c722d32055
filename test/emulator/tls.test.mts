import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { Agent } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { CreateStageCommand, ListStagesCommand } from "@aws-sdk/client-ivs-realtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { type Emulator, startEmulator } from "ivs-realtime-emulator";
import { client, stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { commandLine } from "./support/commandLine.mts";

/** Lists the stages as a client that trusts these CAs and asks for this host. */
async function stages({ url }: Pick<Emulator, "url">, ca: string | undefined, servername?: string) {
  const httpsAgent = new Agent({ ...(ca && { ca }), ...(servername && { servername }) });
  const requestHandler = new NodeHttpHandler({ httpsAgent });
  const sdk = client({ url } as Emulator, { requestHandler });
  const { stages = [] } = await sdk.send(new ListStagesCommand({})).finally(() => sdk.destroy());
  return stages.map(({ arn }) => arn);
}

describe("TLS", () => {
  test("is trusted by clients that trust its certificate, and by no others", async (t) => {
    const [emulator, other] = [
      await startEmulatorFor(t, { tls: true }),
      await startEmulatorFor(t, { tls: true }),
    ];
    assert.match(emulator.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(await stages(emulator, emulator.certificate), [stageArn]);
    const refused = { code: "DEPTH_ZERO_SELF_SIGNED_CERT" };
    await assert.rejects(stages(emulator, undefined), refused);
    await assert.rejects(stages(emulator, other.certificate), refused);
    assert.equal(emulator.requests.length, 1);
  });

  test("has a certificate for this machine and for the hosts that were asked for", async (t) => {
    const hosts = ["ivsrealtime.us-west-2.amazonaws.com", "192.0.2.1", "*.example.com", "localhost"];
    const emulator = await startEmulatorFor(t, { tls: { hosts } });
    const ca = emulator.certificate;
    for (const host of [hosts[0], "a.example.com", "localhost"])
      assert.deepEqual(await stages(emulator, ca, host), [stageArn]);
    await assert.rejects(stages(emulator, ca, "ivsrealtime.eu-west-1.amazonaws.com"), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    const { subjectAltName } = new X509Certificate(String(ca));
    assert.equal(
      subjectAltName,
      "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:ivsrealtime.us-west-2.amazonaws.com, IP Address:192.0.2.1, DNS:*.example.com",
    );
  });

  test("listens at ::1 too", async (t) => {
    const emulator = await startEmulatorFor(t, { tls: true, host: "::1" });
    assert.match(emulator.url, /^https:\/\/\[::1\]:\d+$/);
    assert.deepEqual(await stages(emulator, emulator.certificate), [stageArn]);
  });

  test("has a certificate that signs no other and is valid by the machine's clock, not the emulator's", async (t) => {
    const { certificate } = await startEmulatorFor(t, { tls: true, clock: clockAt("2031-05-06T07:08:09Z") });
    const { ca, validFromDate, validToDate, publicKey } = new X509Certificate(String(certificate));
    const now = Date.now();
    assert.equal(ca, false);
    assert.equal(publicKey.asymmetricKeyType, "ec");
    assert.ok(validFromDate.getTime() < now && now < validToDate.getTime());
    assert.ok(validToDate.getTime() < now + 366 * 24 * 60 * 60 * 1000);
    assert.equal(String(certificate).includes("PRIVATE KEY"), false);
  });

  test("is off unless asked for, and then there is no certificate", async (t) => {
    const { url, certificate } = await startEmulatorFor(t);
    assert.match(url, /^http:/);
    assert.equal(certificate, undefined);
  });

  test("gives stages endpoints with its scheme", async (t) => {
    const emulator = await startEmulatorFor(t, { tls: true });
    const requestHandler = new NodeHttpHandler({
      httpsAgent: new Agent({ ca: String(emulator.certificate) }),
    });
    const { stage } = await client(emulator, { requestHandler }).send(new CreateStageCommand({}));
    const host = new URL(emulator.url).host;
    assert.deepEqual(stage?.endpoints, {
      events: `wss://${host}/events`,
      whip: `https://${host}/whip`,
      rtmp: `rtmp://${host}/app/`,
      rtmps: `rtmps://${host}/app/`,
    });
  });

  test("closes at once while clients are silent before, within and after the TLS handshake", async (t) => {
    const emulator = await startEmulator({ tls: true });
    const port = Number(new URL(emulator.url).port);
    const [silent, half] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    const open = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
    const sockets = [silent, half, open].map((socket) => socket.on("error", () => {}).resume());
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      return emulator.close();
    });
    await Promise.all([once(silent, "connect"), once(half, "connect"), once(open, "secureConnect")]);
    half.write(Buffer.from([22, 3, 1]));
    const closed = emulator.close();
    const gone = () => assert.ok(sockets.every((socket) => socket.closed));
    await t.waitFor(gone, { interval: 10, timeout: 10_000 });
    await closed;
  });

  for (const host of ["", "a b", "https://example.com", "é.example"]) {
    test(`refuses ${JSON.stringify(host)} as a host`, async (t) => {
      await assert.rejects(startEmulatorFor(t, { tls: { hosts: [host] } }), {
        name: "TypeError",
        message: `${JSON.stringify(host)} is neither a host name nor an IP address`,
      });
    });
  }
});

describe("the emulator command with TLS", () => {
  const listening = "IVS Real-Time emulator listening on ";

  test("writes the certificate, and says how clients trust it", async (t) => {
    const file = join(temporaryFolder(t), "it's a certificate.pem");
    const command = commandLine("--port", "0", "--tls", "--certificate", file);
    const url = (await command.firstLine()).replace(listening, "");
    const certificate = readFileSync(file, "utf8");
    assert.match(certificate, /^-----BEGIN CERTIFICATE-----\n[^-]+\n-----END CERTIFICATE-----\n$/);
    assert.equal(statSync(file).mode & 0o133, 0);
    assert.deepEqual(await stages({ url }, certificate), [stageArn]);
    command.child.kill("SIGTERM");
    const { status, out, err } = await command.ended();
    assert.deepEqual([status, err], [0, ""]);
    const quoted = `'${file.replace("'", "'\\''")}'`;
    for (const line of [
      `  export AWS_CA_BUNDLE=${quoted}`,
      `  pulumi config set ivs-realtime:customCaBundle ${quoted}`,
    ]) {
      assert.ok(out.includes(`${line}\n`), out);
    }
  });

  test("says how clients do without the certificate where it is in no file", async () => {
    const command = commandLine("--port", "0", "--tls");
    assert.match(await command.firstLine(), /^IVS Real-Time emulator listening on https:\/\/127/);
    command.child.kill("SIGTERM");
    const { status, out } = await command.ended();
    assert.equal(status, 0);
    assert.match(out, /--stage-arn \S+ --no-verify-ssl$/m);
    assert.match(out, /^ {2}pulumi config set ivs-realtime:insecure true$/m);
    assert.match(out, /with --certificate FILE it is written/);
  });

  test("says that the certificate can't be written, and ends with status 1", async (t) => {
    const folder = temporaryFolder(t);
    const command = commandLine("--port", "0", "--tls", "--certificate", folder);
    const { status, out, err } = await command.ended();
    assert.deepEqual([status, out], [1, ""]);
    assert.match(err, /^error: the certificate could not be written: EISDIR/);
  });

  test("refuses --certificate without --tls with status 2", async () => {
    const { status, out, err } = await commandLine("--certificate", "x.pem").ended();
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, /'--certificate <file>' needs '--tls'/);
  });
});
