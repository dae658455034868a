using System.Globalization;
using System.Runtime.InteropServices;

namespace Release.Web.Start;

/// <summary>
/// The pipe by which <c>build.sh</c> ties the sandbox to Release: it must close when Release ends. A child such as git that
/// outlives Release for a moment must not keep it open.
/// </summary>
internal static class SandboxPipe
{
    /// <summary>The number of the file descriptor.</summary>
    private const string Key = "RELEASE_SANDBOX_PIPE";

    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    public static void KeepFromChildren()
    {
        if (OperatingSystem.IsLinux() && int.TryParse(Environment.GetEnvironmentVariable(Key), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
        {
            _ = Control(descriptor, SetFlags, CloseOnExec);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int argument);
}
