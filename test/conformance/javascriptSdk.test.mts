import { describe } from "node:test";
import { answersAsGiven } from "./support/answersAsGiven.mts";
import { javascriptSdkAnswers } from "./support/javascriptSdk.mts";

describe("the AWS SDK for JavaScript", () => {
  answersAsGiven(javascriptSdkAnswers);
});
