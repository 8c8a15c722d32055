/** Why the emulator couldn't listen, and what to do about it. */
export function listenFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} of ${host} is in use. Stop what listens there, or take another port with --port (0 for a free one).`;
    case "EACCES":
      return `port ${port} may not be used by this user. Take one from 1024 up with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this machine. Leave --host out to listen at 127.0.0.1.`;
    default:
      return `the emulator could not listen at ${host} port ${port}: ${message}`;
  }
}
