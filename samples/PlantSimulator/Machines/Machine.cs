namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// One simulated machine: state equations advanced in fixed steps, instruments that read them, faults, wear.
/// </summary>
/// <remarks>
/// The same seed gives the same readings, however the time is cut into calls of <see cref="Advance"/>. Time is the
/// machine's own and starts at zero; the host maps it to a clock, at any speed. A reading equal to the one before it
/// on the same signal is not given out: OPC UA reports changes, so what is given out is what subscribers must get.
/// Not safe for use by two threads at once.
/// </remarks>
internal abstract class Machine
{
    /// <summary>Fixed step of the state equations.</summary>
    public static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(10);

    private const double StepSeconds = 0.01;

    private readonly Fault[] _faults;
    private readonly int[] _stepsPerReading;
    private readonly double[] _lastNumber;
    private readonly string?[] _lastText;
    private TimeSpan _owed;
    private long _steps;

    protected Machine(string asset, ulong seed, IReadOnlyList<SignalDefinition> signals, IReadOnlyList<FaultDefinition> faults)
    {
        Asset = asset;
        Signals = signals;
        Random = new MachineRandom(seed);
        _faults = [.. faults.Select(definition => new Fault(definition))];
        _stepsPerReading = [.. signals.Select(signal => (int)(signal.Period / StepTime))];
        _lastNumber = new double[signals.Count];
        Array.Fill(_lastNumber, double.NaN);
        _lastText = new string?[signals.Count];
    }

    public abstract string Type { get; }

    public string Asset { get; }

    public IReadOnlyList<SignalDefinition> Signals { get; }

    public IEnumerable<FaultDefinition> Faults => _faults.Select(fault => fault.Definition);

    /// <summary>Simulated time so far: whole steps only.</summary>
    public TimeSpan Elapsed => StepTime * _steps;

    /// <summary>Slow ageing, 0 new to 1 worn out.</summary>
    public double Wear { get; private protected set; }

    private protected MachineRandom Random { get; }

    /// <summary>Advances the machine and adds every changed reading to <paramref name="samples"/>, oldest first.</summary>
    /// <param name="by">Simulated time; what is less than a step is kept for the next call.</param>
    /// <param name="samples">Receives the readings.</param>
    public void Advance(TimeSpan by, ICollection<Sample> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        _owed += by;
        while (_owed >= StepTime)
        {
            _owed -= StepTime;
            _steps++;
            foreach (var fault in _faults)
                fault.Step(StepSeconds);
            Step(StepSeconds);
            ReadInstruments(samples);
        }
    }

    /// <summary>Starts a fault, or sets one that is active to a new course.</summary>
    /// <param name="name">One of <see cref="Faults"/>.</param>
    /// <param name="severity">Severity now, above 0 to 1.</param>
    /// <param name="timeToFull">Simulated time until severity 1; zero keeps it where it is.</param>
    /// <exception cref="ArgumentException">The machine has no such fault.</exception>
    public void InjectFault(string name, double severity = 0.1, TimeSpan timeToFull = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(severity, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeToFull, TimeSpan.Zero);
        FindFault(name).Inject(severity, timeToFull);
    }

    /// <summary>Ends a fault, as after a repair; no effect when it is not active.</summary>
    /// <exception cref="ArgumentException">The machine has no such fault.</exception>
    public void ClearFault(string name) => FindFault(name).Clear();

    /// <summary>Sets how worn the machine is, as training does to see machines of every age.</summary>
    public void SetWear(double wear)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wear, 1);
        Wear = wear;
    }

    public MachineTruth ReadTruth() => new(
        Wear,
        [.. _faults.Select(fault => new FaultState(fault.Definition.Name, fault.Severity, fault.Active))],
        RemainingLifeHours,
        LastContext);

    private protected virtual double? RemainingLifeHours => null;

    private protected ContextOutcome? LastContext { get; set; }

    /// <summary>Advances the state equations.</summary>
    private protected abstract void Step(double dt);

    /// <summary>The reading of a numeric instrument, noise included, before its resolution is applied.</summary>
    private protected abstract double Measure(int signal);

    /// <summary>The reading of a text signal.</summary>
    private protected virtual string Label(int signal) =>
        throw new InvalidOperationException($"{Type} has no text signal {Signals[signal].Name}.");

    /// <summary>Severity of a fault by its index, in the order of the definitions.</summary>
    private protected double Severity(int fault) => _faults[fault].Severity;

    private void ReadInstruments(ICollection<Sample> samples)
    {
        for (var signal = 0; signal < Signals.Count; signal++)
        {
            if (_steps % _stepsPerReading[signal] != 0)
                continue;
            var definition = Signals[signal];
            if (definition.Type == SignalType.Text)
            {
                var text = Label(signal);
                if (text == _lastText[signal])
                    continue;
                _lastText[signal] = text;
                samples.Add(new Sample(signal, Elapsed, 0, text));
            }
            else
            {
                var number = definition.Quantise(Measure(signal));
                // NaN, the value before the first reading, is equal to nothing.
                if (number == _lastNumber[signal])
                    continue;
                _lastNumber[signal] = number;
                samples.Add(new Sample(signal, Elapsed, number, null));
            }
        }
    }

    private Fault FindFault(string name) =>
        Array.Find(_faults, fault => fault.Definition.Name == name)
        ?? throw new ArgumentException(
            $"A {Type} has no fault '{name}'. It has: {string.Join(", ", _faults.Select(fault => fault.Definition.Name))}.",
            nameof(name));
}
