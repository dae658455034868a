using Release.Sandbox.Control;
using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>The form for a misbehaviour, while one fills it in. Pure.</summary>
internal sealed class MisbehaviourDraft
{
    private const string Any = "*";

    public string Application { get; set; } = "";

    /// <summary>Empty for every version.</summary>
    public string Version { get; set; } = "";

    /// <summary>Empty for every environment.</summary>
    public string Environment { get; set; } = "";

    public Misbehaviour Kind { get; set; } = Misbehaviour.CrashLoop;

    /// <summary>Null when it is complete; else what is wrong and how to put it right.</summary>
    public string? Problem(IReadOnlyList<string> environments)
    {
        if (!ControlBody.IsApplication(Application))
        {
            return "Choose an application.";
        }

        if (Version.Trim().Length > 0 && !ControlBody.IsVersion(Version.Trim()))
        {
            return $"“{Version.Trim()}” is no version. Use one such as v1367, or leave it empty for every version.";
        }

        return Environment.Length == 0 || environments.Contains(Environment, StringComparer.Ordinal)
            ? null
            : $"There is no environment “{Environment}”. There are {string.Join(", ", environments)}.";
    }

    /// <summary>Call it only when there is no problem.</summary>
    public MisbehaviourRule ToRule() =>
        new(Application, Kind, Version.Trim() is { Length: > 0 } version ? version : Any, Environment.Length == 0 ? Any : Environment);
}
