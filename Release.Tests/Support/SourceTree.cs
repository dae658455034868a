using System.Runtime.CompilerServices;

namespace Release.Tests.Support;

/// <summary>The checkout that the tests were compiled from: documents, scripts and what <c>./build.sh test</c> puts there.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>The official JavaScript clients, installed by <c>./build.sh test</c>.</summary>
    public static string NodeFolder => Path("Release.Tests", "Node");

    /// <summary>A file or folder below the checkout's root.</summary>
    public static string Path(params string[] segments) => System.IO.Path.Combine([Root, .. segments]);

    private static string Find([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(System.IO.Path.GetDirectoryName(here)!);
        while (!File.Exists(System.IO.Path.Combine(directory.FullName, "Release.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("Release.sln is not above the tests.");
        }

        return directory.FullName;
    }
}
