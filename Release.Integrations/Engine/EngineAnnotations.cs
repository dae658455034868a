namespace Release.Integrations.Engine;

/// <summary>What Release leaves on the Deployments that it sets itself (ADR 0008). The one place with these names.</summary>
internal static class EngineAnnotations
{
    /// <summary>Release's field manager of server-side apply.</summary>
    public const string FieldManager = "release";

    /// <summary>Annotation: the version that Release was asked for.</summary>
    public const string WantedVersion = "release.dev/wanted-version";

    /// <summary>Annotation: the configuration repository's commit that carries it.</summary>
    public const string ConfigCommit = "release.dev/config-commit";

    /// <summary>Annotation: who held the image before, where Release had to take it over; empty where nobody did.</summary>
    public const string TakenOverFrom = "release.dev/taken-over-from";
}
