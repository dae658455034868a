using Microsoft.AspNetCore.Components;
using Release.Core.Access;

namespace Release.Web.Components.Pages.Admin;

/// <summary>Machine tokens, for admins: create, rotate, revoke.</summary>
public sealed partial class TokensPage
{
    private IReadOnlyList<TokenLine> _lines = [];
    private TokenResult.Made? _made;
    private TokenLine? _confirming;
    private int _graceHours = (int)MachineTokens.DefaultGrace.TotalHours;
    private int _formKey;
    private bool _revoking;

    [Inject]
    private IApiTokens Tokens { get; set; } = null!;

    [Inject]
    private MachineTokens Machines { get; set; } = null!;

    protected override AccessAction Action => AccessAction.ManageTokens;

    protected override string What => "the tokens";

    protected override bool Follows => false;

    protected override void Forget() => (_lines, _made, _confirming) = ([], null, null);

    protected override async Task ReadAsync() =>
        _lines = TokenLine.Of(await Tokens.ListAsync(Closed), Clock.GetUtcNow(), Clock.LocalTimeZone);

    private void Confirm(TokenLine line, bool revoking) => (_confirming, _revoking, Refused) = (line, revoking, null);

    private Task MakeAsync(TokenRequest request) => RunAsync(actor => Machines.MakeAsync(request, actor, CancellationToken.None));

    private Task ConfirmAsync() => _confirming is not { } line
        ? Task.CompletedTask
        : RunAsync(actor => _revoking
            ? Machines.RevokeAsync(line.Token.Id, actor, CancellationToken.None)
            : Machines.RotateAsync(line.Token.Id, TimeSpan.FromHours(_graceHours), actor, CancellationToken.None));

    private async Task RunAsync(Func<Actor, Task<TokenResult>> action)
    {
        await DoAsync(async actor =>
        {
            _made = null;
            Show(await action(actor));
        });
        _confirming = null;
    }

    private void Show(TokenResult result)
    {
        switch (result)
        {
            case TokenResult.Made made:
                _made = made;
                _formKey++;
                break;
            case TokenResult.Refused refused:
                Refused = $"{TokenLine.Field(refused.Field)} {refused.Reason}";
                break;
            case TokenResult.Forbidden forbidden:
                Refused = forbidden.Reason;
                break;
            case TokenResult.NotNow ended:
                Refused = ended.Reason;
                break;
            case TokenResult.NotFound:
                Refused = "This token does not exist any more.";
                break;
        }
    }
}
