import type { Identity } from "./identity.js";
import type { Role } from "./kinds/roles.js";

/** Files, and where they were named. */
export interface NamedFiles {
  paths: string[];
  from: string;
  /** Whether they have to be there. The AWS SDK and CLI take a file that only the environment names for an empty one. */
  required: boolean;
}

/** Where calls go and as whom, resolved. */
export interface Settings {
  /** The stage's account. */
  account: string;
  region: string;
  endpoint?: string | undefined;
  /** Where the endpoint was named. */
  endpointFrom?: string | undefined;
  stsEndpoint?: string | undefined;
  identity: Identity;
  /** The roles to assume, one after the other. */
  roles: Role[];
  /** The profile whose section of the shared config files counts. */
  activeProfile: string;
  sharedConfigFiles?: NamedFiles | undefined;
  sharedCredentialsFiles?: NamedFiles | undefined;
  insecure: boolean;
  customCaBundle?: { path: string; from: string } | undefined;
  httpProxy?: string | undefined;
  httpsProxy?: string | undefined;
  noProxy?: string | undefined;
  maxAttempts: number;
  retryMode: "standard" | "adaptive";
  useFipsEndpoint: boolean;
  useDualstackEndpoint: boolean;
  /** Seconds, 0 for no limit. */
  readTimeout: number;
  connectTimeout: number;
  /** Seconds. */
  totalTimeout: number;
  createsPerSecond: number;
  debug: boolean;
}
