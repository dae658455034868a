using System.Text.Json.Serialization;
using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>A deployment with its steps and, once decided, its promotion.</summary>
internal sealed record DeploymentDetailView : DeploymentView
{
    private DeploymentDetailView(DeploymentDetail detail)
        : base(Of(detail.Summary))
    {
        PromoteRequested = detail.PromoteRequested;
        ConfigCommit = detail.ConfigCommit;
        Steps = [.. detail.Steps.Select(DeploymentStepView.Of)];
        Promotion = detail.Promotion is { } decision ? PromotionView.Of(decision) : null;
    }

    [JsonPropertyOrder(1)]
    public bool PromoteRequested { get; }

    [JsonPropertyOrder(1)]
    public string? ConfigCommit { get; }

    [JsonPropertyOrder(1)]
    public IReadOnlyList<DeploymentStepView> Steps { get; }

    [JsonPropertyOrder(1)]
    public PromotionView? Promotion { get; }

    public static DeploymentDetailView Of(DeploymentDetail detail) => new(detail);
}
