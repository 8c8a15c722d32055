/** The options of `pulumi-ivs-realtime emulator`. */
export interface EmulatorFlags {
  readonly port: number;
  readonly host: string;
  readonly stage?: readonly string[];
  readonly quotas?: boolean;
  readonly tls?: boolean;
  readonly certificate?: string;
}
