import { describe } from "node:test";
import { answersAsGiven } from "./support/answers.mts";
import { javascriptSdkAnswers } from "./support/clients.mts";

describe("the AWS SDK for JavaScript", () => {
  answersAsGiven(javascriptSdkAnswers);
});
