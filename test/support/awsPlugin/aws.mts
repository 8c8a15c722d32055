import { IAMClient } from "@aws-sdk/client-iam";
import { IVSRealTimeClient } from "@aws-sdk/client-ivs-realtime";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";

/** What the resource types call. */
export interface Aws {
  readonly region: string;
  readonly secretsManager: SecretsManagerClient;
  readonly ssm: SSMClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly ivs: IVSRealTimeClient;
  /** A folder of the program, packed as a ZIP file. */
  zip(path: string): Promise<Uint8Array>;
}

/** Where AWS is. */
export interface PluginOptions {
  /** moto. */
  readonly url: string;
  /** The emulator. */
  readonly ivsUrl: string;
  /** The emulator's time, by which its requests are signed. */
  now(): Date;
  /** Called after each call that changes something, with the operation's name and that of its error. */
  onChange(operation: string, error?: string): Promise<void>;
  zip(project: string, path: string): Promise<Uint8Array>;
}

/** What the resources of a region call, each by its URN. */
export function awsIn(
  region: string,
  { url, ivsUrl, now, onChange, zip }: PluginOptions,
): (urn: string) => Aws {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const common = { region, credentials, endpoint: url, maxAttempts: 1 };
  const clients = {
    secretsManager: new SecretsManagerClient(common),
    ssm: new SSMClient(common),
    iam: new IAMClient(common),
    lambda: new LambdaClient(common),
  };
  for (const { middlewareStack } of Object.values(clients)) watch(middlewareStack, onChange);
  const systemClockOffset = now().getTime() - Date.now();
  const ivs = new IVSRealTimeClient({ ...common, endpoint: ivsUrl, systemClockOffset });
  return (urn) => ({ region, ivs, ...clients, zip: (path) => zip(String(urn.split("::")[1]), path) });
}

interface MiddlewareStack {
  add(
    watcher: <Args, Answer>(
      next: (args: Args) => Promise<Answer>,
      context: { readonly commandName?: string },
    ) => (args: Args) => Promise<Answer>,
    options: { readonly step: "initialize" },
  ): void;
}

function watch(stack: MiddlewareStack, onChange: PluginOptions["onChange"]): void {
  const watcher: Parameters<MiddlewareStack["add"]>[0] = (next, { commandName = "" }) => {
    const operation = commandName.replace(/Command$/, "");
    const changes = !/^(Get|Describe|List)/.test(operation);
    return async (args) => {
      try {
        const answer = await next(args);
        if (changes) await onChange(operation);
        return answer;
      } catch (error) {
        if (changes) await onChange(operation, (error as Error).name);
        throw error;
      }
    };
  };
  stack.add(watcher, { step: "initialize" });
}

const names = /^(ResourceNotFoundException|ParameterNotFound|NoSuchEntityException)$/;
// What Secrets Manager answers for a secret that waits out its recovery window.
const deleted = /marked for deletion|marked deleted|because it was deleted/;

/** An answer, or nothing where what was asked for isn't there any more. */
export async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    if (names.test(name) || (name === "InvalidRequestException" && deleted.test(message))) return undefined;
    throw error;
  }
}

export type TagMap = Readonly<Record<string, string>>;

interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

export function tagList(tags: TagMap = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Nothing where there are none, as in a program. */
export function tagMap(tags: readonly Partial<Tag>[] = []): TagMap | undefined {
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
