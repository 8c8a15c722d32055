import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { SetupError } from "../setup/setupError.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMacOs = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser for test/browser: what CHROMIUM names, or else the one on PATH. @param {NodeJS.ProcessEnv} env */
export function findChromium({ CHROMIUM, PATH = "" }) {
  const folders = PATH.split(delimiter).filter(Boolean);
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), onMacOs];
  const found = (CHROMIUM ? [CHROMIUM] : places).find(isExecutable);
  if (found) return found;
  throw new SetupError(
    CHROMIUM
      ? `CHROMIUM names ${CHROMIUM}, which is no program.`
      : "There is no Chromium for test/browser: install it (Debian: apt-get install chromium), or name one in CHROMIUM.",
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
