// What the AWS SDK's credential providers say of their own accord (3.1058). What a credential_process wrote, or an answer
// that could not be parsed, stands in others of their messages: those are not shown.
const own = [
  /^Could not (load credentials from any providers|resolve credentials using profile: )/,
  /^The SSO session (associated with this profile|token associated with profile=)/,
  /^Token is expired\./,
  /^Profile .{1,80} (could not be found|requires multi-factor|was not found|is not configured|did not return credentials|did not contain)/,
  /^Profile is configured with invalid SSO credentials\./,
  /^Profile '.{1,80}' (could not be found|is missing)/,
  /^Profile .{1,80} credential_process (returned expired credentials|did not return Version 1|returned invalid JSON)/,
  /^Sso session '.{1,80}' (could not be found|is missing)/,
  /^(Conflicting SSO (region|start_url)|Detected a cycle attempting to resolve credentials for profile)/,
  /^Unsupported credential source in profile /,
  /^Invalid response from STS\.assumeRole call with role /,
  /^EC2 Instance Metadata Service access disabled/,
];

/** The part of a credential provider's message that tells what is missing and can hold no secret. */
export function credentialMessage(message: string | undefined): string | undefined {
  const [line = ""] = (message ?? "").split(/[\r\n]/, 1);
  return own.some((pattern) => pattern.test(line)) ? line.slice(0, 200) : undefined;
}
