using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>Names and descriptions of the misbehaviours.</summary>
internal static class MisbehaviourText
{
    public static string Of(Misbehaviour kind) => kind switch
    {
        Misbehaviour.CrashLoop => "Crash loop",
        Misbehaviour.ImageMissing => "Image missing",
        Misbehaviour.FailingMigration => "Failing migration",
        Misbehaviour.Slow => "Slow rollout",
        Misbehaviour.FailingSmokeTest => "Failing smoke test",
        Misbehaviour.FlakySmokeTest => "Flaky smoke test",
        Misbehaviour.OomKilled => "Out of memory",
        Misbehaviour.Unschedulable => "No room for its pods",
        Misbehaviour.FailingPreSync => "Failing PreSync job",
        Misbehaviour.FailingPostSync => "Failing PostSync job",
        Misbehaviour.BrokenSmokeTest => "Smoke test cannot run",
        Misbehaviour.EndlessSmokeTest => "Endless smoke test",
        Misbehaviour.ImageNotBuilt => "Image not built",
        Misbehaviour.FailingBuild => "Failing build",
        _ => kind.ToString(),
    };

    public static string Explain(Misbehaviour kind) => kind switch
    {
        Misbehaviour.CrashLoop => "The container exits with an error each time it starts; the rollout fails.",
        Misbehaviour.ImageMissing => "The nodes cannot pull the image, although the registry has it, so no new pod can start; the rollout fails.",
        Misbehaviour.FailingMigration => "The database migration fails, and with it Argo CD's sync.",
        Misbehaviour.Slow => "Pods are not ready before the deadline; the rollout fails.",
        Misbehaviour.FailingSmokeTest => "It rolls out, but its smoke tests always fail; it is not promoted.",
        Misbehaviour.FlakySmokeTest => "The first run of its smoke tests fails; resume the step and it passes.",
        Misbehaviour.OomKilled => "The container is killed each time because it uses too much memory; the rollout fails.",
        Misbehaviour.Unschedulable => "No node has the memory for its pods, which stay pending; the rollout fails after the deadline.",
        Misbehaviour.FailingPreSync => "The upload of its assets fails before anything is applied, and with it Argo CD's sync.",
        Misbehaviour.FailingPostSync => "The new version runs, but the PostSync job fails, and with it Argo CD's sync.",
        Misbehaviour.BrokenSmokeTest => "It rolls out, but its smoke tests cannot run, which says nothing about the version.",
        Misbehaviour.EndlessSmokeTest => "It rolls out, but its smoke tests never end.",
        Misbehaviour.ImageNotBuilt => "The registry does not have the image, so its workflow builds it first; then the deployment goes on.",
        Misbehaviour.FailingBuild => "The workflow that builds the image fails, and so does the deployment that waits for it.",
        _ => "",
    };

    /// <summary><c>v12 in staging</c>, <c>every version everywhere</c>.</summary>
    public static string Where(MisbehaviourRule rule) =>
        $"{(rule.Version == "*" ? "every version" : rule.Version)} {(rule.Environment == "*" ? "everywhere" : $"in {rule.Environment}")}";
}
