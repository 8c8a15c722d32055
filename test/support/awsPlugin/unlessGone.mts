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
