/** What the engine configures a provider with where no program runs. */
export const lastConfig =
  "Refresh and destroy use the stack config of the last pulumi up; --run-program makes them use today's.";
