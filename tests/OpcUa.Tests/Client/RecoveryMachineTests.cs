using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class RecoveryMachineTests
{
    static ConnectionState Run(ConnectionState from, params StepOutcome[] outcomes) =>
        outcomes.Aggregate(from, RecoveryMachine.Next);

    [Fact]
    public void FirstConnect_WithoutASession_CreatesOneAndThenTheSubscriptions() =>
        Assert.Equal(
            ConnectionState.Running,
            Run(
                ConnectionState.Waiting,
                StepOutcome.Done,     // waited
                StepOutcome.Done,     // channel
                StepOutcome.Refused,  // no session to activate
                StepOutcome.Done,     // session created
                StepOutcome.Done,     // nothing to transfer
                StepOutcome.Done,     // nothing to republish
                StepOutcome.Done)); // subscriptions created

    [Fact]
    public void LostChannel_WithASessionThatLives_RepublishesWithoutANewSession() =>
        Assert.Equal(
            ConnectionState.Republishing,
            Run(
                ConnectionState.Running,
                StepOutcome.ChannelLost, StepOutcome.Done, StepOutcome.Done, StepOutcome.Done, StepOutcome.Done));

    [Fact]
    public void LostChannel_WithASessionThatDied_TransfersBeforeItRepublishes() =>
        Assert.Equal(
            ConnectionState.TransferringSubscriptions,
            Run(
                ConnectionState.Running,
                StepOutcome.ChannelLost, StepOutcome.Done, StepOutcome.Done, StepOutcome.SessionLost, StepOutcome.Done));

    [Fact]
    public void Transfer_ThatTheServerDoesNotKnow_LeadsToNewSubscriptions() =>
        Assert.Equal(
            ConnectionState.CreatingSubscriptions, RecoveryMachine.Next(ConnectionState.TransferringSubscriptions, StepOutcome.Refused));

    [Fact]
    public void Republish_ThatTheServerDoesNotKnow_GoesOn() =>
        Assert.Equal(ConnectionState.CreatingSubscriptions, RecoveryMachine.Next(ConnectionState.Republishing, StepOutcome.Refused));

    [Fact]
    public void Subscription_ForgottenWhileRunning_IsCreatedAnewWithoutANewSession() =>
        Assert.Equal(
            ConnectionState.CreatingSubscriptions, RecoveryMachine.Next(ConnectionState.Running, StepOutcome.SubscriptionMissing));

    public static TheoryData<int> EveryStateButClosed =>
        [.. Enum.GetValues<ConnectionState>().Where(state => state is not ConnectionState.Closed).Select(state => (int)state)];

    [Theory]
    [MemberData(nameof(EveryStateButClosed))]
    public void LostChannel_InAnyState_LeadsToWaiting(int state) =>
        Assert.Equal(ConnectionState.Waiting, RecoveryMachine.Next((ConnectionState)state, StepOutcome.ChannelLost));

    [Theory]
    [MemberData(nameof(EveryStateButClosed))]
    public void Stop_InAnyState_LeadsToClosed(int state) =>
        Assert.Equal(ConnectionState.Closed, RecoveryMachine.Next((ConnectionState)state, StepOutcome.Stopped));

    [Theory]
    [MemberData(nameof(EveryStateButClosed))]
    public void LostSession_InAnyStateButActivating_PassesTheBackOff(int state)
    {
        var next = RecoveryMachine.Next((ConnectionState)state, StepOutcome.SessionLost);
        var expected = state == (int)ConnectionState.ActivatingSession ? ConnectionState.CreatingSession : ConnectionState.Waiting;
        Assert.Equal(expected, next);
    }

    [Fact]
    public void Cycles_OfFailure_AllPassWaiting()
    {
        // Take Waiting out of the table: what is left must have no cycle but the one that single subscriptions may turn,
        // or a refusing server could be hammered without a pause.
        StepOutcome[] failures = [StepOutcome.Refused, StepOutcome.ChannelLost, StepOutcome.SessionLost, StepOutcome.Done];
        foreach (var start in Enum.GetValues<ConnectionState>())
            Assert.False(Reaches(start, start, failures, []), $"{start} leads back to itself past Waiting");
    }

    static bool Reaches(ConnectionState from, ConnectionState target, StepOutcome[] outcomes, HashSet<ConnectionState> seen)
    {
        foreach (var outcome in outcomes)
        {
            if (!TryNext(from, outcome, out var next) || next is ConnectionState.Waiting or ConnectionState.Closed) continue;
            if (next == target || (seen.Add(next) && Reaches(next, target, outcomes, seen))) return true;
        }

        return false;
    }

    static bool TryNext(ConnectionState from, StepOutcome outcome, out ConnectionState next)
    {
        next = default;
        try
        {
            next = RecoveryMachine.Next(from, outcome);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [Fact]
    public void Outcome_ThatAStateCannotHave_IsAFaultOfTheDriver() =>
        Assert.Throws<InvalidOperationException>(() => RecoveryMachine.Next(ConnectionState.Running, StepOutcome.Done));
}
