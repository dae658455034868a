using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Release.Core.Access;
using Release.Web.Components.Pages.Admin;

namespace Release.Tests.Unit.Pages;

/// <summary>A page for admins whose database can be taken away; it shows what such a page says.</summary>
public sealed class TroubledPage : AdminPage
{
    [Parameter]
    public Action<TroubledPage>? OnMade { get; set; }

    /// <summary>Thrown by each read, when set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>What was done, in order.</summary>
    public ICollection<string> Done { get; } = [];

    public string? Said => Problem;

    public string? Refusing => Refused;

    public bool IsBusy => Busy;

    protected override AccessAction Action => AccessAction.ManageTokens;

    protected override string What => "the tokens";

    public Task ActAsync(string what, Exception? trouble = null) => DoAsync(actor =>
    {
        Done.Add($"{actor.Role}: {what}");
        return trouble is null ? Task.CompletedTask : Task.FromException(trouble);
    });

    protected override void OnInitialized() => OnMade?.Invoke(this);

    protected override Task ReadAsync() => Trouble is null ? Task.CompletedTask : Task.FromException(Trouble);

    protected override void Forget() => Done.Clear();

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<AdminNotices>(0);
        builder.AddAttribute(1, nameof(AdminNotices.Problem), Problem);
        builder.AddAttribute(2, nameof(AdminNotices.Refused), Refused);
        builder.CloseComponent();
    }
}
