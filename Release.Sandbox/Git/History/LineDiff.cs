using System.Globalization;
using System.Text;

namespace Release.Sandbox.Git.History;

/// <summary>The difference of two texts by lines (Myers' algorithm), and as the hunks of a unified diff.</summary>
internal sealed class LineDiff
{
    private const int Context = 3;
    private const int MostEdits = 2000;

    private readonly List<(char Kind, string Line)> _lines = [];

    private LineDiff(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        _lines.AddRange(before[..start].Select(line => (' ', line)));
        _lines.AddRange(Edit(before[start..^end], after[start..^end]));
        _lines.AddRange(before[^end..].Select(line => (' ', line)));
    }

    public int Additions => _lines.Count(line => line.Kind == '+');

    public int Deletions => _lines.Count(line => line.Kind == '-');

    /// <summary>Compares two files; null when one of them is not text.</summary>
    public static LineDiff? Between(byte[] before, byte[] after) =>
        Array.IndexOf(before, (byte)0) >= 0 || Array.IndexOf(after, (byte)0) >= 0 ? null : new LineDiff(Split(before), Split(after));

    /// <summary>The hunks, without the header that names files.</summary>
    public string Patch()
    {
        var patch = new StringBuilder();
        for (var at = 0; at < _lines.Count;)
        {
            var change = _lines.FindIndex(at, line => line.Kind != ' ');
            if (change < 0)
            {
                break;
            }

            var (start, end) = (Math.Max(at, change - Context), change);
            for (var index = change; index < _lines.Count && index <= end + (2 * Context); index++)
            {
                end = _lines[index].Kind == ' ' ? end : index;
            }

            end = Math.Min(_lines.Count, end + Context + 1);
            Hunk(patch, start, end);
            at = end;
        }

        return patch.ToString().TrimEnd('\n');
    }

    private void Hunk(StringBuilder patch, int start, int end)
    {
        var (old, fresh) = (Count('-', 0, start), Count('+', 0, start));
        var (oldCount, freshCount) = (Count('-', start, end), Count('+', start, end));
        patch.Append(CultureInfo.InvariantCulture, $"@@ -{Range(old, oldCount)} +{Range(fresh, freshCount)} @@\n");
        foreach (var (kind, line) in _lines[start..end])
        {
            patch.Append(kind).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
        }
    }

    private int Count(char kind, int start, int end) => _lines[start..end].Count(line => line.Kind == ' ' || line.Kind == kind);

    private static string Range(int before, int count) => count == 1
        ? (before + 1).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? before : before + 1)},{count}");

    private static string[] Split(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return [.. lines];
    }

    private static List<(char Kind, string Line)> Edit(string[] before, string[] after)
    {
        var trace = new List<Dictionary<int, int>>();
        var reached = new Dictionary<int, int> { [1] = 0 };
        for (var edits = 0; edits <= Math.Min(before.Length + after.Length, MostEdits); edits++)
        {
            trace.Add(new Dictionary<int, int>(reached));
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = IsDown(reached, diagonal, edits) ? reached[diagonal + 1] : reached[diagonal - 1] + 1;
                while (x < before.Length && x - diagonal < after.Length && before[x] == after[x - diagonal])
                {
                    x++;
                }

                reached[diagonal] = x;
                if (x >= before.Length && x - diagonal >= after.Length)
                {
                    return Backtrack(trace, before, after);
                }
            }
        }

        return [.. before.Select(line => ('-', line)), .. after.Select(line => ('+', line))]; // Too different to align: reported as all removed and all added.
    }

    private static List<(char Kind, string Line)> Backtrack(List<Dictionary<int, int>> trace, string[] before, string[] after)
    {
        var lines = new List<(char, string)>();
        var (x, y) = (before.Length, after.Length);
        for (var edits = trace.Count - 1; edits >= 0; edits--)
        {
            var down = IsDown(trace[edits], x - y, edits);
            var former = down ? x - y + 1 : x - y - 1;
            var fromX = edits == 0 ? 0 : trace[edits][former];
            var fromY = edits == 0 ? 0 : fromX - former;
            while (x > fromX && y > fromY)
            {
                lines.Add((' ', before[--x]));
                y--;
            }

            if (edits > 0)
            {
                lines.Add(down ? ('+', after[--y]) : ('-', before[--x]));
            }
        }

        lines.Reverse();
        return lines;
    }

    private static bool IsDown(Dictionary<int, int> reached, int diagonal, int edits) =>
        diagonal == -edits || (diagonal != edits && reached[diagonal - 1] < reached[diagonal + 1]);
}
