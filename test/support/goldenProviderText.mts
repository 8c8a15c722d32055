/**
 * The provider as every state that was ever written holds it. A release that writes another text has to keep
 * this one working too: the fixtures below `test/packaging/state/` are deleted with it.
 */
export const goldenProviderText =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-ivs-realtime/provider")';
