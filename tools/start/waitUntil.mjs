import { setTimeout as sleep } from "node:timers/promises";

/** Waits, and says how long it still takes. @param {Date} time */
export async function waitUntil(time) {
  for (let left = time.getTime() - Date.now(); left > 0; left = time.getTime() - Date.now()) {
    console.log(`  … ${Math.ceil(left / 1000)} s`);
    await sleep(Math.min(left, 5000));
  }
}
