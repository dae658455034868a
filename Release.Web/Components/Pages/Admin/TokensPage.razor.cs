using Microsoft.AspNetCore.Components;
using Release.Core.Policies;
using Release.Core.Ports;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Admin;

/// <summary>Machine tokens, for admins: make, rotate, revoke.</summary>
public sealed partial class TokensPage
{
    private IReadOnlyList<TokenLine> _lines = [];
    private TokenResult.Made? _made;
    private TokenLine? _asking;
    private string? _problem;
    private int _graceHours = (int)MachineTokens.DefaultGrace.TotalHours;
    private int _formKey;
    private bool _revoking;
    private bool _busy;

    [Inject]
    private IApiTokens Tokens { get; set; } = null!;

    [Inject]
    private MachineTokens Machines { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    protected override AccessAction Action => AccessAction.ManageTokens;

    protected override bool Follows => false;

    protected override void Forget() => (_lines, _made, _asking) = ([], null, null);

    protected override async Task ReadAsync() =>
        _lines = TokenLine.Of(await Tokens.ListAsync(Gone), Time.GetUtcNow(), Time.LocalTimeZone);

    private void Ask(TokenLine line, bool revoking) => (_asking, _revoking, _problem) = (line, revoking, null);

    private Task MakeAsync(TokenWish wish) => DoAsync(actor => Machines.MakeAsync(wish, actor, CancellationToken.None));

    private Task ConfirmAsync() => _asking is not { } asked
        ? Task.CompletedTask
        : DoAsync(actor => _revoking
            ? Machines.RevokeAsync(asked.Token.Id, actor, CancellationToken.None)
            : Machines.RotateAsync(asked.Token.Id, TimeSpan.FromHours(_graceHours), actor, CancellationToken.None));

    private async Task DoAsync(Func<Actor, Task<TokenResult>> what)
    {
        if (_busy || Viewer is not { Actor: var actor })
        {
            return;
        }

        _busy = true;
        (_problem, _made) = (null, null);
        try
        {
            // The page may have been open since before a role was taken away: asked again, and audited when refused.
            var decision = await Guard.DecideAsync(actor, Action);
            if (decision.Allowed)
            {
                Show(await what(actor));
                await LookAsync();
            }
            else
            {
                _problem = decision.Reason;
            }
        }
        finally
        {
            _busy = false;
            _asking = null;
        }
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
                _problem = $"{TokenLine.Field(refused.Field)} {refused.Reason}";
                break;
            case TokenResult.Forbidden forbidden:
                _problem = forbidden.Reason;
                break;
            case TokenResult.NotNow ended:
                _problem = ended.Reason;
                break;
            case TokenResult.NotFound:
                _problem = "This token is gone.";
                break;
        }
    }
}
