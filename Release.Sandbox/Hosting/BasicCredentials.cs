using System.Net.Http.Headers;
using System.Text;

namespace Release.Sandbox.Hosting;

/// <summary>Name and password of an <c>Authorization: Basic</c> header. Source: RFC 7617.</summary>
internal sealed record BasicCredentials(string Name, string Password)
{
    /// <summary>Null for a header of another kind, or one that cannot be read.</summary>
    public static BasicCredentials? Read(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> decoded = new byte[header.Length];
        return Convert.TryFromBase64String(value.Parameter ?? "", decoded, out var length) && Encoding.UTF8.GetString(decoded[..length]).Split(':', 2) is [var name, var password]
            ? new BasicCredentials(name, password)
            : null;
    }
}
