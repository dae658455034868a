using System.Runtime.InteropServices;

namespace Release.Sandbox.Hosting;

/// <summary>Files that this process and its git make are readable by their owner only: tokens and keys are among them.</summary>
internal static class OwnerOnly
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
