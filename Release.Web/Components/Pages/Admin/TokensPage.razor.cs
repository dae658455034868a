using Microsoft.AspNetCore.Components;
using Release.Core.Access;

namespace Release.Web.Components.Pages.Admin;

/// <summary>Machine tokens, for admins: make, rotate, revoke.</summary>
public sealed partial class TokensPage
{
    private IReadOnlyList<TokenLine> _lines = [];
    private TokenResult.Made? _made;
    private TokenLine? _asking;
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

    protected override void Forget() => (_lines, _made, _asking) = ([], null, null);

    protected override async Task ReadAsync() =>
        _lines = TokenLine.Of(await Tokens.ListAsync(Gone), Time.GetUtcNow(), Time.LocalTimeZone);

    private void Ask(TokenLine line, bool revoking) => (_asking, _revoking, Refused) = (line, revoking, null);

    private Task MakeAsync(TokenRequest wish) => TakeAsync(actor => Machines.MakeAsync(wish, actor, CancellationToken.None));

    private Task ConfirmAsync() => _asking is not { } asked
        ? Task.CompletedTask
        : TakeAsync(actor => _revoking
            ? Machines.RevokeAsync(asked.Token.Id, actor, CancellationToken.None)
            : Machines.RotateAsync(asked.Token.Id, TimeSpan.FromHours(_graceHours), actor, CancellationToken.None));

    private async Task TakeAsync(Func<Actor, Task<TokenResult>> what)
    {
        await DoAsync(async actor =>
        {
            _made = null;
            Show(await what(actor));
        });
        _asking = null;
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
                Refused = "This token is gone.";
                break;
        }
    }
}
