import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

type Listener = (value: string) => void;

/** The names and words of the web client's typings, and stages that do what a test says. */
const stages: StandIn[] = [];
class StandIn {
  readonly token: string;
  readonly listeners = new Map<string, Listener>();

  constructor(token: string) {
    this.token = token;
    stages.push(this);
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
  }

  async join(): Promise<void> {
    this.listeners.get("state")?.("connected");
  }

  leave(): void {}
}

const elements = new Map<string, { textContent: string; click?: () => unknown }>();
const element = (name: string) => {
  const found = elements.get(name) ?? { textContent: "" };
  elements.set(name, found);
  const addEventListener = (_: string, listener: () => unknown) => Object.assign(found, { click: listener });
  return Object.assign(found, { addEventListener, replaceChildren: () => {} });
};

Object.assign(globalThis, {
  IVSBroadcastClient: {
    Stage: StandIn,
    StageConnectionState: { CONNECTING: "connecting", CONNECTED: "connected", DISCONNECTED: "disconnected" },
    StageErrorCode: {},
    StageEvents: { STAGE_CONNECTION_STATE_CHANGED: "state", STAGE_LEFT: "left" },
    StageLeftReason: { TOKEN_REUSED: "token-reused" },
    SubscribeType: {},
  },
  document: { querySelector: element, createElement: () => ({}) },
  location: { hash: "" },
  sessionStorage: { getItem: () => "key" },
  fetch: async () => Response.json({ token: "the-token" }),
});
const page = pathToFileURL(join(import.meta.dirname, "..", "..", "examples", "web-client", "page.js"));

test("the kiosk's page joins again by itself, but not where another window or machine has joined with its token", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const joined = (count: number) =>
    t.waitFor(() => assert.deepEqual([stages.length, element("#state").textContent], [count, "connected"]));
  await import(String(page));
  await joined(1);

  stages[0]?.listeners.get("left")?.("unknown");
  t.mock.timers.tick(10_000);
  await joined(2);

  stages[1]?.listeners.get("left")?.("token-reused");
  // Whatever it says on its way out.
  stages[1]?.listeners.get("state")?.("errored");
  t.mock.timers.tick(3_600_000);
  assert.equal(element("#state").textContent, "disconnected");
  assert.match(
    element("#error").textContent,
    /^TOKEN_REUSED: another window or machine joined with this token/,
  );
  assert.equal(stages.length, 2);

  await elements.get("#rejoin")?.click?.();
  await joined(3);
  assert.equal(element("#error").textContent, "");
});
