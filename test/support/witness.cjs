const { CustomResource } = require("@pulumi/pulumi");

const provider = `exports.handler = () => require(${JSON.stringify(require.resolve("./witnessProvider.cjs"))})`;

/**
 * A resource that depends on others. It writes down each verb with the mark of what it `sees`, and hands on what it
 * `gives` as its output `given`, which a preview doesn't know before the resource is created or when it changes.
 */
exports.Witness = class Witness extends CustomResource {
  /**
   * @param {string} name
   * @param {{ sees?: unknown, gives?: unknown }} args
   * @param {import("@pulumi/pulumi").CustomResourceOptions} [opts]
   */
  constructor(name, args, opts) {
    super(
      "pulumi-nodejs:dynamic/test:Witness",
      name,
      { seen: undefined, given: undefined, ...args, called: name, __provider: provider },
      opts,
    );
  }
};
