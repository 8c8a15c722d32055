import { showStreams } from "./showStreams.js";

// The web client is a script, not a module: it defines this one global.
const { Stage, StageConnectionState, StageErrorCode, StageEvents, StageLeftReason, SubscribeType } =
  globalThis.IVSBroadcastClient;

const pauseMs = 10_000;
const state = document.querySelector("#state");
const error = document.querySelector("#error");

// start.html hands the key of the kiosk's server over in the fragment, which no server sees. It leaves the address bar,
// and is there after a reload. The browser's history may keep it, where it is worth nothing once that server has ended.
if (location.hash) {
  sessionStorage.setItem("key", location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

const strategy = {
  stageStreamsToPublish: () => [],
  shouldPublishParticipant: () => false,
  shouldSubscribeToParticipant: () => SubscribeType.AUDIO_VIDEO,
};

let stage;
let next;
let attempts = 0;

/** Joins with the token as it is now. Who is on the stage already leaves it. */
async function join() {
  attempts += 1;
  const attempt = attempts;
  const isLast = () => attempt === attempts;
  clearTimeout(next);
  stage?.leave();
  show(StageConnectionState.CONNECTING);
  try {
    const token = await newestToken();
    if (!isLast()) return;
    stage = new Stage(token, strategy);
    showStreams(stage);
    watch(stage, isLast);
    await stage.join();
  } catch (reason) {
    if (!isLast()) return;
    show(StageConnectionState.DISCONNECTED);
    failed(reason);
  }
}

async function newestToken() {
  const authorization = `Bearer ${sessionStorage.getItem("key")}`;
  const response = await fetch("token", { headers: { authorization }, cache: "no-store" });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).token;
}

/** Shows what becomes of a stage, until there is another attempt. */
function watch(joined, isLast) {
  joined.on(StageEvents.STAGE_CONNECTION_STATE_CHANGED, (now) => {
    if (!isLast()) return;
    show(now);
    if (now === StageConnectionState.CONNECTED) clearTimeout(next);
    // The web client goes on trying to connect, but with the token that it has, which may have expired meanwhile.
    if (now === StageConnectionState.ERRORED) failed({ message: "The connection was lost." });
  });
  joined.on(StageEvents.STAGE_LEFT, (reason) => {
    if (!isLast()) return;
    if (reason === StageLeftReason.TOKEN_REUSED) ousted();
    else failed({ message: reason });
  });
}

/** Stays away: joining again would oust the other window or machine that has the token, and that one this one, for ever. */
function ousted() {
  // What the stage says after this is of an attempt that is over.
  attempts += 1;
  clearTimeout(next);
  show(StageConnectionState.DISCONNECTED);
  error.textContent =
    "TOKEN_REUSED: another window or machine joined with this token. Rejoin takes the place back.";
}

/** Shows the code of an error, or else its text, and joins again later: there may be another token by then. */
function failed({ code, message }) {
  clearTimeout(next);
  error.textContent = StageErrorCode[code] ?? message;
  next = setTimeout(join, pauseMs);
}

function show(now) {
  state.textContent = now;
  error.textContent = "";
}

document.querySelector("#rejoin").addEventListener("click", join);
await join();
