/** A clock that stands still until a test sets it or moves it. */
export function clockAt(start: string | Date = new Date()) {
  let now = new Date(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    set(instant: string) {
      now = new Date(instant);
    },
    move(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  });
}
