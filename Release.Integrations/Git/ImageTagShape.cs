namespace Release.Integrations.Git;

/// <summary>How an image-tag file is built.</summary>
internal enum ImageTagShape
{
    /// <summary>Nothing but white space and comments.</summary>
    Empty,

    /// <summary>The version alone, as old files have it.</summary>
    Bare,

    /// <summary>Keys and values.</summary>
    Keys,

    /// <summary>Anything else.</summary>
    Other,
}
