using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Release.Data.Queries;

/// <summary>Where a page of deployments ended; for others an opaque text.</summary>
internal sealed record DeploymentCursor(DateTimeOffset CreatedAt, Guid Id)
{
    public string Encode() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}:{Id:N}")));

    /// <summary>Null for a text that is no cursor.</summary>
    public static DeploymentCursor? TryDecode(string text)
    {
        if (text.Length > 100 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(':');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParseExact(parts[1], "N", out var id)
                ? new DeploymentCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : null;
    }
}
