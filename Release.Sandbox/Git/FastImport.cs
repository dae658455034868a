using System.Globalization;
using System.Text;

namespace Release.Sandbox.Git;

/// <summary>The first commit as one <c>git fast-import</c> stream: one process however many files there are.</summary>
internal static class FastImport
{
    public static byte[] Write(IEnumerable<SeedFile> files, DateTimeOffset now)
    {
        using var stream = new MemoryStream();
        var message = Encoding.UTF8.GetBytes("Add the image tags of every environment\n");
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Text(stream, $"commit refs/heads/main\ncommitter Release sandbox <sandbox@release.invalid> {seconds} +0000\n");
        Data(stream, message);
        foreach (var file in files)
        {
            Text(stream, $"M 100644 inline {Quote(file.Path)}\n");
            Data(stream, file.Content);
        }

        Text(stream, "done\n");
        return stream.ToArray();
    }

    private static void Data(MemoryStream stream, byte[] content)
    {
        Text(stream, $"data {content.Length.ToString(CultureInfo.InvariantCulture)}\n");
        stream.Write(content);
        Text(stream, "\n");
    }

    private static string Quote(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static void Text(MemoryStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
