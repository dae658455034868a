using Release.Sandbox.Faults;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>What each misbehaviour is called, and what one will see.</summary>
internal static class MisbehaviourWords
{
    public static string Of(Misbehaviour kind) => kind switch
    {
        Misbehaviour.CrashLoop => "Crash loop",
        Misbehaviour.ImageMissing => "Image missing",
        Misbehaviour.FailingMigration => "Failing migration",
        Misbehaviour.Slow => "Slow rollout",
        Misbehaviour.FailingSmokeTest => "Failing smoke test",
        Misbehaviour.FlakySmokeTest => "Flaky smoke test",
        _ => kind.ToString(),
    };

    public static string Explain(Misbehaviour kind) => kind switch
    {
        Misbehaviour.CrashLoop => "The container ends with an error while it boots, again and again; the rollout fails.",
        Misbehaviour.ImageMissing => "The registry does not have the image, so no new pod can start; the rollout fails.",
        Misbehaviour.FailingMigration => "The database migration ends with an error, and Argo CD's sync with it.",
        Misbehaviour.Slow => "Pods run but are not ready before the deadline; the rollout fails after it.",
        Misbehaviour.FailingSmokeTest => "It rolls out, but its smoke tests always fail; it is not promoted.",
        Misbehaviour.FlakySmokeTest => "The first run of its smoke tests fails; resume the step and it passes.",
        _ => "",
    };

    /// <summary><c>v12 in staging</c>, <c>every version everywhere</c>.</summary>
    public static string Where(MisbehaviourRule rule) =>
        $"{(rule.Version == "*" ? "every version" : rule.Version)} {(rule.Environment == "*" ? "everywhere" : $"in {rule.Environment}")}";
}
