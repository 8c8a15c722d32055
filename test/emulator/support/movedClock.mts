/** A clock that stands still until a test moves it. */
export function movedClock(start: string | Date = new Date()) {
  let now = new Date(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    move(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  });
}
