using System.Text.Json.Serialization;

namespace Release.Sandbox.Faults;

/// <summary>A version of an application that misbehaves. It takes effect on what starts after it was set, and ends at once when it is cleared.</summary>
/// <param name="Application">Repository name, such as <c>publisher</c>; its draft application is meant too.</param>
/// <param name="Version">Image tag, or <c>*</c>.</param>
/// <param name="Environment">Environment, or <c>*</c>.</param>
public sealed record MisbehaviourRule(
    string Application,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Misbehaviour>))] Misbehaviour Misbehaviour,
    string Version = "*",
    string Environment = "*")
{
    internal bool Covers(string application, string? version, string environment) =>
        Application == application
        && (Version == "*" || Version == version)
        && (Environment == "*" || Environment == environment);
}

/// <summary>The ways in which a version can misbehave.</summary>
public enum Misbehaviour
{
    /// <summary>The container ends with an error while it boots, again and again.</summary>
    CrashLoop,

    /// <summary>The nodes cannot pull the image, although the registry has it.</summary>
    ImageMissing,

    /// <summary>The database migration's Job fails, and with it Argo CD's sync.</summary>
    FailingMigration,

    /// <summary>The pods run but do not become ready before the progress deadline.</summary>
    Slow,

    /// <summary>The smoke tests always fail.</summary>
    FailingSmokeTest,

    /// <summary>The first run of the smoke tests fails, later ones pass.</summary>
    FlakySmokeTest,

    /// <summary>The container is ended for using too much memory (exit code 137), again and again.</summary>
    OomKilled,

    /// <summary>No node has room for the pods: they stay Pending.</summary>
    Unschedulable,

    /// <summary>The Job before the sync fails, and with it the sync, before anything is applied.</summary>
    FailingPreSync,

    /// <summary>The Job after the sync fails, and with it the sync, when the new version already runs.</summary>
    FailingPostSync,

    /// <summary>The smoke tests cannot run: exit code 2, or 503.</summary>
    BrokenSmokeTest,

    /// <summary>The smoke tests never end by themselves.</summary>
    EndlessSmokeTest,

    /// <summary>The registry does not have the image until a workflow builds it, and no node can pull it. It holds for every environment.</summary>
    ImageNotBuilt,

    /// <summary>The workflow that builds the image fails.</summary>
    FailingBuild,
}
