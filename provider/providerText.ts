/**
 * What the engine stores with each token as its provider, and runs for every verb: old text runs for read and
 * delete, so this text and the name in it stay as they are for good. It is written by hand instead of serialized
 * from a closure: so it is small, the same whatever Node, TypeScript or installer made it, and never captures a
 * module's state (pulumi#10009, #18976). The text runs without a file name, hence a require of its own, from the
 * program's folder: the package's own repository can't require itself by name otherwise.
 */
export const providerText =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-ivs-realtime/provider")';
