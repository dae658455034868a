using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary><c>X-Hub-Signature-256</c>. Source: https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries</summary>
internal static class WebhookSignature
{
    /// <returns><c>sha256=</c> and the HMAC of the raw body in lower-case hexadecimal.</returns>
    public static string Of(ReadOnlySpan<byte> body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
