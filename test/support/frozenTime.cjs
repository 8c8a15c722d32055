// A preload for the processes that Pulumi starts: in them time stands still at the instant FROZEN_TIME.
const instant = Date.parse(process.env.FROZEN_TIME ?? "");
if (!Number.isNaN(instant)) {
  globalThis.Date = new Proxy(Date, {
    construct: (wallClock, given, newTarget) =>
      Reflect.construct(wallClock, given.length > 0 ? given : [instant], newTarget),
    apply: () => new Date().toString(),
    get: (wallClock, name) => (name === "now" ? () => instant : Reflect.get(wallClock, name)),
  });
}
