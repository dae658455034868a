using System.Text.Json;

namespace Release.Sandbox.Hosting;

/// <summary>Small JSON files that survive a kill: written to a temporary file and renamed, and moved away when they cannot be read.</summary>
internal static class StateFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static T? Load<T>(string path, ILogger logger)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format)
                ?? throw new JsonException("The file holds null.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            var aside = SetAside(path);
            Log.StateSetAside(logger, exception, path, aside);
            return null;
        }
    }

    public static void Save<T>(string path, T value, bool secret = false) =>
        Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Format), secret);

    public static void Write(string path, byte[] content, bool secret = false)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Leftovers of a kill between write and rename.</summary>
    public static void DeleteTemporaries(string directory)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(directory, "*.tmp"))
        {
            File.Delete(file);
        }
    }

    private static string SetAside(string path)
    {
        var aside = $"{path}.broken";
        File.Move(path, aside, overwrite: true);
        return aside;
    }
}
