namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// Silicon trench etcher, CF4/O2, one wafer at a time, etched by time: nothing stops the etch at a layer, so depth
/// follows rate. A wafer is a context: <c>wafer_id</c> names it from loading to unloading and is empty between.
/// </summary>
/// <remarks>
/// Pressure: V dp/dt = Q - S(valve) p, with a controller on the valve (Lieberman, Lichtenberg, "Principles of Plasma
/// Discharges", 2005, ch. 1). Electron density goes with delivered power and weakly against pressure, bias with its
/// root (same, ch. 11). Rate of silicon in fluorine atoms: A nF sqrt(T) exp(-0.108 eV / kT) (Flamm, Donnelly, Mucha,
/// J. Appl. Phys. 52, 3633, 1981), sped up by ions. Wafer temperature: heat of the plasma against the helium film.
/// A mass-flow controller shows what its own sensor believes: a drift of that sensor is not in its reading but in the
/// valve, the bias and the light.
/// </remarks>
internal sealed class PlasmaEtcher : Machine
{
    public const string TypeName = "plasma-etcher";

    /// <summary>Depth error in percent beyond which a wafer is out of specification.</summary>
    public const double DepthTolerance = 4;

    private const int WaferId = 0, RecipeStepSignal = 1, Forward = 2, Reflected = 3, Pressure = 4, Valve = 5, Cf4 = 6, O2 = 7, Helium = 8, Chuck = 9, Bias = 10, Emission = 11;
    private const int Leak = 0, FlowDrift = 1, MatchDrift = 2, HeliumLeak = 3;

    private const double Litres = 40;
    private const double FullPumping = 260; // L/s at the open valve
    private const double TorrLitresPerSccm = 0.01267;
    private const double SetPressure = 30; // mTorr
    private const double SetCf4 = 100;
    private const double SetO2 = 15;
    private const double StrikePower = 500;
    private const double EtchPower = 1200;
    private const double WaferHeatCapacity = 85; // J/K, 300 mm
    private const double Boltzmann = 8.617e-5; // eV/K
    private const double ActivationEnergy = 0.108; // eV
    private const double WearPerSecond = 1.0 / (250 * 3600); // plasma hours between wet cleans

    private static readonly SignalDefinition[] Instruments =
    [
        SignalDefinition.Label("wafer_id", 500, "Lot and slot of the wafer on the chuck; empty without one"),
        SignalDefinition.Count("recipe_step", 0, 9, 500, "0 idle, 1 stabilise, 2 strike, 3 etch, 4 over-etch, 5 purge"),
        SignalDefinition.Number("rf_forward", "W", 1, 0, 3000, 500, "Forward power at the generator"),
        SignalDefinition.Number("rf_reflected", "W", 1, 0, 500, 500, "Reflected power at the generator"),
        SignalDefinition.Number("chamber_pressure", "m[Torr]", 0.1, 0, 200, 500, "Capacitance manometer"),
        SignalDefinition.Number("valve_position", "%", 0.1, 0, 100, 500, "Throttle valve of the pressure controller"),
        SignalDefinition.Number("cf4_flow", "sccm", 0.1, 0, 200, 500, "Mass-flow controller, its own sensor"),
        SignalDefinition.Number("o2_flow", "sccm", 0.1, 0, 50, 500, "Mass-flow controller, its own sensor"),
        SignalDefinition.Number("helium_flow", "sccm", 0.01, 0, 20, 500, "Backside cooling gas needed to hold its pressure"),
        SignalDefinition.Number("chuck_temperature", "Cel", 0.1, -40, 120, 500, "Fluoroptic probe in the chuck"),
        SignalDefinition.Number("dc_bias", "V", 1, 0, 1500, 500, "Self-bias of the powered electrode"),
        SignalDefinition.Number("endpoint_emission", "{counts}", 10, 0, 65535, 500, "SiF band at 440 nm through the window, 12-bit detector scaled"),
    ];

    private static readonly FaultDefinition[] Ways =
    [
        new("leak", "Air enters at the door seal: nitrogen dilutes and quenches the fluorine"),
        new("mfc-drift", "The CF4 controller's sensor drifts: less gas flows than it shows"),
        new("match-drift", "The RF match is off its point: power comes back instead of reaching the plasma"),
        new("helium-leak", "The chuck clamps badly: helium escapes, the wafer gets hot"),
    ];

    // Time at which each recipe step ends, seconds since loading.
    private static readonly double[] StepEnds = [3.0, 4.5, 12.5, 15.5, 17.0];

    private readonly double _cableEfficiency;
    private readonly double _cf4Gain;
    private readonly double _pumping;
    private readonly double _reflectedFloor;
    private readonly double _biasGain;
    private readonly double _windowGain;
    private readonly double _chuckZero;
    private readonly double _heliumFloor;
    private readonly double _clampQuality;
    private readonly double _qualifiedRate;

    private int _lot;
    private int _slot;
    private string _waferId = "";
    private double _sinceLoad = -1;
    private int _recipeStep;
    private double _waferArea = 1;
    private double _surface = 1;
    private double _depth;

    private double _pressure = 1;
    private double _valve = 20;
    private double _valveIntegral = 20;
    private double _cf4;
    private double _o2;
    private double _forward;
    private double _matchTransient;
    private double _waferTemperature = 295;
    private double _chuckTemperature = 20;
    private double _rate;
    private double _density;
    private double _heliumFlow;

    public PlasmaEtcher(string asset, ulong seed)
        : base(asset, seed, Instruments, Ways)
    {
        _cableEfficiency = Random.Vary(0.965, 0.008);
        _cf4Gain = Random.Vary(1, 0.008);
        _pumping = Random.Vary(FullPumping, 0.05);
        _reflectedFloor = Random.Between(0.002, 0.012);
        _biasGain = Random.Vary(1, 0.02);
        _windowGain = Random.Vary(1, 0.06);
        _chuckZero = 0.5 * Random.Normal();
        _heliumFloor = Random.Vary(0.9, 0.12);
        _clampQuality = Random.Vary(1, 0.04);
        Wear = Random.Between(0, 0.4);
        _lot = 100 + Random.Index(800);
        _slot = Random.Index(25);
        _sinceLoad = -Random.Between(0.5, 2);
        _qualifiedRate = QualifyRate();
    }

    public override string Type => TypeName;

    private protected override void Step(double dt)
    {
        StepRecipe(dt);
        var plasma = _recipeStep is 2 or 3 or 4;
        if (plasma)
            Wear = Math.Min(1, Wear + WearPerSecond * dt);
        StepGas(dt);
        StepPlasma(dt, plasma);
        StepHeat(dt, plasma ? Delivered : 0);
    }

    private double ReflectedShare => _reflectedFloor + 0.16 * Severity(MatchDrift) + _matchTransient;

    private double Delivered => _forward * (1 - Math.Min(0.9, ReflectedShare)) * _cableEfficiency;

    private protected override double Measure(int signal) => signal switch
    {
        RecipeStepSignal => _recipeStep,
        Forward => _forward + (_forward > 0 ? 1.5 * Random.Normal() : 0),
        Reflected => _forward * ReflectedShare * (1 + 0.05 * Random.Normal()) + 0.5 * Math.Abs(Random.Normal()),
        Pressure => _pressure + 0.06 * Random.Normal(),
        Valve => _valve + 0.05 * Random.Normal(),
        Cf4 => _cf4 + (_cf4 > 1 ? 0.08 * Random.Normal() : 0),
        O2 => _o2 + (_o2 > 1 ? 0.03 * Random.Normal() : 0),
        Helium => _heliumFlow + 0.01 * Random.Normal(),
        Chuck => _chuckTemperature + _chuckZero + 0.05 * Random.Normal(),
        Bias => _biasGain * BiasOf(Delivered, _pressure) + (_forward > 0 ? 1.5 * Random.Normal() : 0),
        // By-product of the etch, excited by electrons, seen through a window that clouds between cleans.
        Emission => 30000 * _windowGain * (1 - 0.25 * Wear) * _waferArea * (_rate / _qualifiedRate) * Math.Pow(_density, 0.6)
            * (1 + 0.004 * Random.Normal()) + 250 + 8 * Random.Normal(),
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    private protected override string Label(int signal) => _waferId;

    private static double Density(double delivered, double pressure) =>
        Math.Pow(delivered / EtchPower, 0.8) * Math.Pow(Math.Max(1, pressure) / SetPressure, -0.2);

    private static double BiasOf(double delivered, double pressure) =>
        delivered < 50 ? 0 : 420 * Math.Sqrt(delivered / EtchPower) * Math.Pow(Math.Max(1, pressure) / SetPressure, -0.25);

    /// <summary>Watts a kelvin through the helium film between wafer and chuck.</summary>
    private double HeliumConductance(double leak) => 26 * _clampQuality * (1 - 0.55 * leak);

    private static double EtchRate(double density, double cf4Share, double airSccm, double temperature, double delivered, double wear)
    {
        // Walls recombine fluorine, the more the longer since the last clean; nitrogen quenches it.
        var fluorine = Math.Pow(cf4Share, 0.8) * Math.Pow(density, 0.7) * (1 - 0.10 * wear) / (1 + 0.045 * airSccm);
        var thermal = Math.Sqrt(temperature) * Math.Exp(-ActivationEnergy / (Boltzmann * temperature));
        var ions = 0.5 + 0.5 * Math.Sqrt(Math.Max(0, delivered) / EtchPower);
        return fluorine * thermal * ions;
    }

    private void StepRecipe(double dt)
    {
        _sinceLoad += dt;
        if (_recipeStep == 0)
        {
            if (_sinceLoad >= 0)
                LoadWafer();
            return;
        }

        while (_recipeStep <= StepEnds.Length && _sinceLoad >= StepEnds[_recipeStep - 1])
        {
            _recipeStep++;
            if (_recipeStep == 2)
                _matchTransient = 0.35;
            if (_recipeStep > StepEnds.Length)
            {
                UnloadWafer();
                return;
            }
        }
    }

    private void LoadWafer()
    {
        if (++_slot > 25)
        {
            _slot = 1;
            _lot++;
        }

        _waferId = $"L{_lot:D4}-{_slot:D2}";
        _recipeStep = 1;
        _sinceLoad = 0;
        _depth = 0;
        _waferTemperature = 295;
        _waferArea = Random.Vary(1, 0.01);
        // Native oxide and resist differ a little from wafer to wafer; nothing on the tool sees that.
        _surface = Random.Vary(1, 0.006);
    }

    private void UnloadWafer()
    {
        var qualifiedDepth = _qualifiedRate * (StepEnds[3] - StepEnds[1]);
        var error = (_depth / qualifiedDepth - 1) * 100;
        LastContext = new ContextOutcome(_waferId, error, Math.Abs(error) <= DepthTolerance);
        _waferId = "";
        _recipeStep = 0;
        _rate = 0;
        _sinceLoad = -(1.0 + 0.6 * Random.Even());
    }

    /// <summary>
    /// Mean rate over etch and over-etch of a wafer without noise, 20 % of the way between two cleans. A chamber is
    /// qualified so: its recipe is trimmed until such a wafer has the depth that the product wants.
    /// </summary>
    private double QualifyRate()
    {
        var share = (1 - _reflectedFloor) * _cableEfficiency;
        var (wafer, chuck, depth) = (295.0, 20.0, 0.0);
        var dt = StepTime.TotalSeconds;
        for (var time = StepEnds[0]; time < StepEnds[3]; time += dt)
        {
            var etching = time >= StepEnds[1];
            var delivered = (etching ? EtchPower : StrikePower) * share;
            var flow = HeliumConductance(0) * (wafer - 273.15 - chuck);
            wafer += (delivered - flow) * dt / WaferHeatCapacity;
            chuck += (0.0045 * flow - (chuck - 20)) * dt / 4;
            if (etching)
                depth += EtchRate(Density(delivered, SetPressure), _cf4Gain, 0, wafer, delivered, 0.2) * dt;
        }

        return depth / (StepEnds[3] - StepEnds[1]);
    }

    private void StepGas(double dt)
    {
        var flowing = _recipeStep is >= 1 and <= 4;
        _cf4 += ((flowing ? SetCf4 : 0) - _cf4) * dt / 0.25;
        _o2 += ((flowing ? SetO2 : 0) - _o2) * dt / 0.25;
        var truth = _cf4 * _cf4Gain * (1 - 0.22 * Severity(FlowDrift)) + _o2 + AirSccm + 1.5;
        var speed = _pumping * Math.Pow(Math.Clamp(_valve, 1, 100) / 100, 1.6);
        _pressure += (truth * TorrLitresPerSccm * 1000 - speed * _pressure) * dt / Litres;
        if (!flowing)
        {
            _valve += (60 - _valve) * dt / 0.3;
            _valveIntegral = 35;
            return;
        }

        var over = _pressure - SetPressure;
        _valveIntegral = Math.Clamp(_valveIntegral + 0.9 * over * dt, 5, 95);
        var wanted = Math.Clamp(_valveIntegral + 0.5 * over, 2, 98);
        _valve += (wanted - _valve) * dt / 0.15;
    }

    private double AirSccm => 6 * Severity(Leak);

    private void StepPlasma(double dt, bool plasma)
    {
        var set = _recipeStep switch { 2 => StrikePower, 3 => EtchPower, 4 => EtchPower, _ => 0.0 };
        _forward += (set - _forward) * dt / 0.08;
        if (_forward < 2)
            _forward = 0;
        _matchTransient -= _matchTransient * dt / 0.25;
        _density = plasma ? Density(Delivered, _pressure) : 0;
        var cf4Share = _cf4 / SetCf4 * _cf4Gain * (1 - 0.22 * Severity(FlowDrift));
        _rate = plasma ? EtchRate(_density, cf4Share, AirSccm, _waferTemperature, Delivered, Wear) * _surface : 0;
        if (_recipeStep is 3 or 4)
            _depth += _rate * dt;
    }

    private void StepHeat(double dt, double watts)
    {
        var clamped = _recipeStep is >= 1 and <= 4;
        var leak = Severity(HeliumLeak);
        var conductance = clamped ? HeliumConductance(leak) : 4;
        var flow = conductance * (_waferTemperature - 273.15 - _chuckTemperature);
        _waferTemperature += (watts - flow) * dt / WaferHeatCapacity;
        _chuckTemperature += (0.0045 * flow - (_chuckTemperature - 20)) * dt / 4;
        var heliumWanted = clamped ? _heliumFloor + 2.6 * leak : 0;
        _heliumFlow += (heliumWanted - _heliumFlow) * dt / 0.3;
    }
}
