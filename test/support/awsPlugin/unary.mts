import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { grpc } from "./rpc.mts";

/** Lets gRPC call what answers by a promise. */
export function unary<Request, Answer>(
  answer: (request: Request) => Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return ({ request }: ServerUnaryCall<Request, Answer>, callback) => {
    answer(request).then(
      (made) => callback(null, made),
      // What IVS says stands in a member that the SDK doesn't make the error's message.
      ({ message, exceptionMessage = message }: Error & { readonly exceptionMessage?: string }) =>
        callback({ code: grpc.status.UNKNOWN, details: exceptionMessage }),
    );
  };
}
