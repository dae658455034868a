using System.Globalization;
using System.Text;
using Release.Sandbox.Git.History;

namespace Release.Sandbox.GitHub.Web;

/// <summary>A push: the requested changes, and the ones that git reports as done. Source: https://git-scm.com/docs/pack-protocol ("Pushing Data To a Server")</summary>
/// <param name="Changes">In the order of the request; empty for git's request that only checks the credentials.</param>
/// <param name="SideBand">Whether the report is sent in a side band.</param>
internal sealed record PushRequest(IReadOnlyList<RefChange> Changes, bool HasReport, bool SideBand)
{
    private const string None = "0000000000000000000000000000000000000000";
    private const byte DataBand = 1;

    /// <summary>Null when the body does not begin with a list of reference updates.</summary>
    public static PushRequest? Parse(ReadOnlySpan<byte> body)
    {
        var changes = new List<RefChange>();
        var capabilities = "";
        while (TryTake(ref body, out var packet))
        {
            if (packet.IsEmpty)
            {
                var names = capabilities.Split(' ', StringSplitOptions.TrimEntries);
                return new PushRequest(changes, names.Contains("report-status") || names.Contains("report-status-v2"), names.Contains("side-band-64k"));
            }

            var text = Encoding.UTF8.GetString(packet).TrimEnd('\n');
            if (text.Split('\0', 2) is [var command, var rest])
            {
                (text, capabilities) = (command, rest);
            }

            if (text.StartsWith("shallow ", StringComparison.Ordinal))
            {
                continue;
            }

            if (text.Split(' ', 3) is not [{ Length: 40 } before, { Length: 40 } after, var name])
            {
                return null;
            }

            changes.Add(new RefChange(name, before == None ? null : before, after == None ? null : after));
        }

        return null;
    }

    /// <summary>The changes that git made.</summary>
    /// <param name="report">git's answer.</param>
    /// <param name="find">Finds the current value of a reference, for clients that want no report.</param>
    public IReadOnlyList<RefChange> Done(byte[] report, Func<string, string?> find)
    {
        var accepted = HasReport ? Accepted(SideBand ? Data(report) : report) : null;
        return [.. Changes.Where(change => change.Before != change.After && (accepted?.Contains(change.Name) ?? find(change.Name) == change.After))];
    }

    private static HashSet<string> Accepted(ReadOnlySpan<byte> report)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (TryTake(ref report, out var packet) && !packet.IsEmpty)
        {
            var line = Encoding.UTF8.GetString(packet).TrimEnd('\n');
            if (line.StartsWith("ok ", StringComparison.Ordinal))
            {
                names.Add(line[3..]);
            }
        }

        return names;
    }

    private static byte[] Data(ReadOnlySpan<byte> report)
    {
        var data = new List<byte>();
        while (TryTake(ref report, out var packet) && !packet.IsEmpty)
        {
            if (packet[0] == DataBand)
            {
                data.AddRange(packet[1..]);
            }
        }

        return [.. data];
    }

    /// <summary>Reads a pkt-line: four hexadecimal digits with the length, themselves included, and the content. The flush packet that ends a list is empty.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> packet)
    {
        packet = [];
        if (bytes.Length < 4 || !int.TryParse(bytes[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length > bytes.Length || length is > 0 and <= 4)
        {
            return false;
        }

        packet = length == 0 ? [] : bytes[4..length];
        bytes = bytes[Math.Max(4, length)..];
        return true;
    }
}
