import type { Timing } from "../../dist/provider/values/time.js";

/** Time that runs faster for a client than for the rest of this process. */
export function fast(times: number): Timing {
  return {
    now: () => performance.now() * times,
    after(milliseconds, alarm) {
      const timer = setTimeout(alarm, milliseconds / times);
      return () => clearTimeout(timer);
    },
  };
}
