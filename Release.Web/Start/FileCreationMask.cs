using System.Runtime.InteropServices;

namespace Release.Web.Start;

/// <summary>
/// Makes new files of this process and its children (git, SQLite) accessible only to the user that Release runs as,
/// because they hold session keys, tokens and logs (docs/adr/0016).
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
