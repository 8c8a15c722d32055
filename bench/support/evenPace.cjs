// Loaded before every Node of a run: the pace as it was up to 0.4, to tell what slots are worth. One call went out each
// 20.4 ms (98 % of 50 a second), with room for half a call that made up for late timers.
const loaded = require("../../dist/provider/client/pace.js");
const each = 1000 / (50 * 0.98);
let next = 0;
loaded.pace = async () => {
  const now = performance.now();
  const turn = Math.max(now - each / 2, next);
  next = turn + each;
  if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now));
  return { out() {}, over() {} };
};
