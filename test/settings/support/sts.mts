import { type Moto, startMoto } from "../../support/motoServer.mts";
import { type Issued, type Relay, startRecordingRelay } from "../../support/sts.mts";

const python: string | undefined = process.env.CONFORMANCE_PYTHON;

/** Why tests with an STS are skipped; false where they aren't. */
export const skip =
  python === undefined &&
  "CONFORMANCE_PYTHON isn't set: no Python with test/conformance/requirements.txt installed, so no STS by moto";

/** moto's STS behind a relay; where it isn't wanted, or has no Python, nothing listens. */
export interface Sts {
  readonly url: string;
  readonly calls: Relay["calls"];
  close(): Promise<void>;
}

export async function startSts(wanted: boolean, onIssued: (credentials: Issued) => void): Promise<Sts> {
  if (!wanted || python === undefined) return { url: "http://127.0.0.1:9", calls: [], close: async () => {} };
  const moto: Moto = await startMoto(python);
  const relay = await startRecordingRelay(moto.url, onIssued);
  return {
    url: relay.url,
    calls: relay.calls,
    async close() {
      await relay.close();
      await moto.close();
    },
  };
}
