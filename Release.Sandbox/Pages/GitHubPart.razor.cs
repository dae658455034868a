using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>Takes GitHub and the registry away and brings them back.</summary>
public sealed partial class GitHubPart
{
    protected override IReadOnlyList<object> Look() => [.. World.Services.Select(StateOf)];

    private string StateOf(ServiceFaults service) =>
        ServiceText.State(service.Trouble, service.AwaySince, Clock.GetUtcNow(), Clock.LocalTimeZone);

    private Task SetAsync(ServiceFaults service, Func<ServiceTrouble, ServiceTrouble> change) => DoAsync(
        service, () => service.SetAsync(change(service.Trouble)), why => $"{ServiceText.Title(service)} cannot come back: {why} Start the sandbox again.");
}
