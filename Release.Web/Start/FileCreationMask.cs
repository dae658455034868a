using System.Runtime.InteropServices;

namespace Release.Web.Start;

/// <summary>
/// What this process and its children (git, SQLite's files) make is for the user that Release runs as, and for nobody
/// else: the one rule about files that hold sessions' keys, tokens and logs (docs/adr/0016).
/// </summary>
internal static class FileCreationMask
{
    private const uint AllOfGroupAndOthers = 0b000_111_111;

    public static void Apply()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetMask(AllOfGroupAndOthers);
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
