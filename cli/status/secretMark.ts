/** What stands in place of a secret, whatever it holds. */
export const secretMark = "[secret]";
