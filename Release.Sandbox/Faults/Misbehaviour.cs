namespace Release.Sandbox.Faults;

/// <summary>How a version can go wrong.</summary>
public enum Misbehaviour
{
    /// <summary>The container ends with an error while it boots, again and again.</summary>
    CrashLoop,

    /// <summary>The registry does not have the image.</summary>
    ImageMissing,

    /// <summary>The database migration's Job fails, and with it Argo CD's sync.</summary>
    FailingMigration,

    /// <summary>The pods run but do not become ready before the progress deadline.</summary>
    Slow,

    /// <summary>The smoke tests always fail.</summary>
    FailingSmokeTest,

    /// <summary>The first run of the smoke tests fails, later ones pass.</summary>
    FlakySmokeTest,
}
