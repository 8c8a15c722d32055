// Loaded before the dynamic provider's host: the pace taken out, to tell what of a figure is the pace.
if (/dynamic-provider/.test(process.argv[1] ?? "")) {
  const module = require("../../dist/provider/client/pace.js");
  module.pace = async () => {};
}
