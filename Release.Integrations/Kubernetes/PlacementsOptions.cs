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
