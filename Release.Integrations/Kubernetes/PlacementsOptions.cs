namespace Release.Integrations.Kubernetes;

/// <summary>Section <c>Release:Applications</c>: exceptions by application name. GOV.UK's own are built in and can be changed.</summary>
public sealed class PlacementsOptions
{
    public const string Section = "Release:Applications";

    public Dictionary<string, PlacementOptions> Applications { get; } = new(StringComparer.Ordinal)
    {
        ["licensify-backend"] = new() { Repository = "licensify", Namespace = "licensify", Component = "licensify-admin" },
        ["licensify-feed"] = new() { Repository = "licensify", Namespace = "licensify" },
        ["licensify-frontend"] = new() { Repository = "licensify", Namespace = "licensify" },
        ["email-alert-service"] = new() { Component = "worker" },
    };
}

/// <summary>One of <c>Release:Applications</c>: where an application's pods are when they are not where the others' are (contracts §8).</summary>
public sealed class PlacementOptions
{
    /// <summary>Label <c>app.govuk/repository-name</c>; the application's name unless set.</summary>
    public string? Repository { get; set; }

    /// <summary><c>Release:Clusters:Namespace</c> unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>Label <c>app.kubernetes.io/component</c>; <c>app</c> unless set.</summary>
    public string? Component { get; set; }
}
