import { runStatus } from "../../test/status/support/status.mts";
import { type Row, reasonOf, Tally } from "../run/row.mts";
import type { Run } from "../run/run.mts";
import { openWorld, type World } from "../support/world.mts";

const minute = 60_000;
const life = 720 * minute;
const third = life / 3;

/** What a run says where that clock is off. */
const words = {
  date: /answers have a Date that is/,
  expiration: /answers have an expirationTime that is|less than the 12 h that were asked for/,
  machine: /This machine's clock is/,
};
const wrongClocks = {
  date: "the Date of the answers",
  expiration: "expirationTime",
  machine: "this machine's clock",
} as const;
type Clock = keyof typeof wrongClocks;

const spans: Readonly<Record<string, number>> = { "10m": 10, "2h": 120, "5h": 300, "20h": 1200 };

/** One clock at a time is wrong, by so much, ahead or behind. */
export async function clocks(run: Run): Promise<Row[]> {
  const [world, tally] = [await openWorld(run, "clocks"), new Tally()];
  for (const clock of Object.keys(wrongClocks) as Clock[]) {
    for (const [span, minutes] of Object.entries(spans)) {
      for (const sign of [1, -1]) {
        const id = `clocks-${clock}-${sign > 0 ? "ahead" : "behind"}-${span}`;
        if (!run.wants(id)) continue;
        const why = await trial(world, id, clock, sign * minutes * minute).then(() => undefined, reasonOf);
        const where = sign > 0 ? "ahead" : "behind";
        tally.add(`${wrongClocks[clock]} is ${where} by 10 min, 2 h, 5 h, 20 h`, id, {
          way: "true times, and said",
          why,
        });
        run.log(id, { why });
      }
    }
  }
  return [...tally.rows(), await world.scan()];
}

async function trial(world: World, id: string, clock: Clock, off: number): Promise<void> {
  const { scene } = world;
  scene.clock.set("2031-05-01T00:00:00Z");
  const issued = scene.clock().getTime();
  const machine = clock === "machine" ? off : 0;
  const undo = bend(world, clock, off);
  try {
    const token = `new ParticipantToken("host", { stageArn, duration: "12h" });`;
    const stack = await world.stack(id, token);
    const run = await stack.up([], { env: machineAt(issued + machine) });
    const { outputs } = (await stack.state()).get("host");
    // A life that is shorter than asked is the service's to give.
    const expires = issued + life + (clock === "expiration" && off < 0 && -off < life ? off : 0);
    near("issuedTime", outputs.issuedTime, issued);
    near("expirationTime", outputs.expirationTime, expires);
    run.line(words[clock]);
    const due = Date.parse(String(outputs.rotationTime));
    near("rotationTime", outputs.rotationTime, expires - Math.min(third, (expires - issued) / 3));
    // The skew of a machine's clock is known to the second at best.
    const before = clock === "machine" ? minute : 1000;
    for (const [now, isDue] of [
      [due - before, false],
      [due + before, true],
    ] as const) {
      scene.clock.set(new Date(now).toISOString());
      const preview = await stack.preview([], { env: machineAt(now + machine) });
      const replaced = preview.steps.some((step) => step.startsWith("create-replacement host"));
      // A clock that is ahead makes it due sooner, and is never a reason to be late.
      if (replaced !== isDue && !(machine > 0 && replaced))
        throw new Error(`${isDue ? "not due" : "due"} at its rotationTime`);
      const exported = await stack.command(["stack", "export", "--stack", "dev"]);
      const { status } = await runStatus(
        ["-"],
        { now: new Date(now + machine).toISOString() },
        exported.stdout,
      );
      if ((status !== 0) !== replaced)
        throw new Error(`status ends with ${status}, preview ${replaced ? "replaces" : "keeps"}`);
    }
  } finally {
    undo();
  }
}

const machineAt = (now: number) => ({ FROZEN_TIME: new Date(now).toISOString() });

/** Makes one of the service's clocks wrong. */
function bend({ door, scene }: World, clock: Clock, off: number): () => void {
  if (clock === "date") {
    door.rewrite = ({ date, ...headers }) => ({
      ...headers,
      date: new Date(Date.parse(String(date)) + off).toUTCString(),
    });
  }
  const undo =
    clock !== "expiration"
      ? () => {}
      : scene.emulator.fault({ operation: "CreateParticipantToken", rewrite: (body) => shifted(body, off) });
  return () => {
    undo();
    door.rewrite = (headers) => headers;
  };
}

function shifted(body: Record<string, unknown>, off: number) {
  const token = body.participantToken as { expirationTime: string };
  const expirationTime = new Date(Date.parse(token.expirationTime) + off).toISOString();
  return { ...body, participantToken: { ...token, expirationTime } };
}

function near(what: string, found: unknown, expected: number): void {
  if (Math.abs(Date.parse(String(found)) - expected) <= 2 * minute) return;
  throw new Error(`${what} is ${found}, not ${new Date(expected).toISOString()}`);
}
